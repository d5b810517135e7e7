-- name: pilot_list
-- takes: nothing
-- gives: org, key, value, valid from, valid to, basis, pilot
SELECT org, key, value, valid_from, valid_to, basis, pilot FROM parameter
 WHERE pilot IS NOT NULL AND unit = 'switch' ORDER BY key, valid_from DESC, org LIMIT 500;
