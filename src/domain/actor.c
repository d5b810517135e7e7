#include "domain/actor.h"

struct actor *actor_nobody(struct arena *a)
{
    struct actor *nobody = arena_new_of(a, struct actor);
    nobody->kind = ACTOR_NOBODY;
    return nobody;
}

struct actor *actor_system(struct arena *a)
{
    struct actor *system = arena_new_of(a, struct actor);
    system->kind = ACTOR_SYSTEM;
    return system;
}
