#include "web/web.h"
#include "store/store.h"
