delete from "profiles" where "id" = $1 returning "blob_key";
