#pragma once

#include "core/host/host.h"

namespace signet {

// Where this program keeps the user's data, with the separator at the end; empty if the environment does not
// define it. Nothing is created. Sources: XDG Base Directory Specification, which requires relative paths to
// be ignored; Microsoft Learn, "Known folders" (roaming and local application data); Apple, "File System
// Programming Guide".
QString configurationFolder(const Host &host);
QString stateFolder(const Host &host); // data that is not a setting and stays on this machine

} // namespace signet
