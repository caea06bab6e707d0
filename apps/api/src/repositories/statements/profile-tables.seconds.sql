select "event", "second", "sample_count", "idle_sample_count", "weight", "samples" from "profile_seconds" where "profile_id" = $1 and "event" = $2 and "second" >= $3 and "second" < $4 order by "second";

commit;
