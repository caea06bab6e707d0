update "profiles" set "status" = $1, "status_changed_at" = now(), "error" = $2 where "id" = $3 and "status" in ($4, $5);
