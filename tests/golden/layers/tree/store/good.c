#include <sqlite3.h>
#include "base/str.h"
#include "gen/queries.h"
