#pragma once

#include "core/identity/identityendpoint.h"

#include <QByteArray>
#include <QString>

namespace signet {

// Service Fabric: IDENTITY_ENDPOINT (https), IDENTITY_HEADER and IDENTITY_SERVER_THUMBPRINT. The certificate
// is self-signed; it has to be the one with that thumbprint, or nothing is sent (sf_thumbprint_mismatch). The
// cluster decides which identity an application has, so no selector is taken; 404 is permanent.
EndpointSource serviceFabricSource();

// The thumbprint as 40 lower-case hexadecimal digits; colons and blanks between them are allowed. Empty when
// it is not a SHA-1.
QByteArray parseThumbprint(const QString &text);

} // namespace signet
