select "pid", "tid", "comm" from "profile_threads" where "profile_id" = $1 order by "thread";
