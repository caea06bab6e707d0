select "data" from "profile_stacks" where "profile_id" = $1 order by "part";
