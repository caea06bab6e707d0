select "second", "sample_count", "idle_sample_count", "bins", "idle_bins" from "profile_seconds" where "profile_id" = $1 and "event" = $2 order by "second";
