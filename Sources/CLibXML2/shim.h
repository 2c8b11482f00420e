// With ICU, libxml2 brings in Debian's headers of it, and Foundation has its own: a module that sees both does not compile.
// Nothing here uses the one structure that ends with pointers of ICU.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
