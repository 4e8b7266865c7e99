#pragma once

#include "core/host/host.h"

#include <QByteArray>

namespace signet {

// The certificates in a PEM text that the system does not trust by itself, as PEM; empty where it trusts them
// all. SSL_CERT_FILE often names the system's own list, and Qt takes a tenth of a second to read a list that
// is set, where it otherwise looks up the one authority that it needs.
//
// The system's are those in /etc/ssl/certs under the name by which OpenSSL finds an authority, a hash of its
// subject (openssl-rehash(1)). Without that folder, as on Windows and Fedora, nothing is left out.
QByteArray authoritiesBeyondSystem(const Host &host, const QByteArray &pem);

} // namespace signet
