#pragma once

#include <QUrl>

namespace signet {

// Whether the address is this machine itself: localhost, 127.0.0.0/8 or ::1. Nothing is looked up.
bool isLoopback(const QUrl &url);

} // namespace signet
