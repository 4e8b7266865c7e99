#pragma once

#include "core/host/host.h"

namespace signet {

// Where this program keeps what is the user's own, with the separator at the end; empty when the environment
// does not tell. Nothing is created. Sources: XDG Base Directory Specification, which has relative paths
// ignored; Microsoft Learn, "Known folders" (roaming and local application data); Apple, "File System
// Programming Guide".
QString configurationFolder(const Host &host);
QString stateFolder(const Host &host); // what is no setting and stays on this machine

} // namespace signet
