-- Names that wait to be verified, by the desk that holds them; checks and letters by their report.
CREATE INDEX report_claimed ON report (identity_desk, received_day)
 WHERE identity_state = 'RN_CLAIMED';
CREATE INDEX subproc_report ON subproc (report, kind) WHERE report IS NOT NULL;
