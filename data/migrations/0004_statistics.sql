-- Ratings are counted with the month in which the result was told and, where there was one, the month
-- of the hearing (domain rules 7.2, S21, S27): a month, so that a rating still points to no matter.
-- Both are first days of months; null in rows of before.

ALTER TABLE rating ADD COLUMN told_month @INT@;
ALTER TABLE rating ADD COLUMN heard_month @INT@;
