T_("missing.but.in.a.test")
