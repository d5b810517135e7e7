#include "api/json.h"
