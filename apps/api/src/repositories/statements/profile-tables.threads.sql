SELECT thread.pid, thread.tid, thread.comm
  FROM profile_threads, unnest(pids, tids, comms) WITH ORDINALITY AS thread (pid, tid, comm, ordinality)
  WHERE profile_id = $1 ORDER BY part, ordinality;
