#include <sqlite3.h>
#include "str.h"
#  include "nowhere/x.h"
// #include "web/x.h"
