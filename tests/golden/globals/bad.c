/* Compiled by ./check; tools/globals.py must name the four variables and none of the constants. */
static int counted;
static int begun = 7;
int shared;

int count(void);
int count(void)
{
    static int calls;
    static const int step = 1;
    static const char *const words[] = { "one", "two" };
    counted += step + (words[0] != words[1]);
    begun++;
    return shared++ + counted + begun + calls++;
}
