#pragma once

#include <QString>

class QSslCertificate;

namespace signet {

// Whether a certificate names the host by the rules of Go, with which Terraform connects: by its subject
// alternative names only (crypto/x509, Certificate.VerifyHostname, since Go 1.15). Qt takes the common name
// as well, so a server that Terraform refuses would look right. `host` is a name or an address, as in a URL
// (without brackets). A wildcard is the whole leftmost label and stands for one label.
bool namesHost(const QSslCertificate &certificate, const QString &host);

} // namespace signet
