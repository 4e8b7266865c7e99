#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace signet::sandbox {

// A certificate authority that lives as long as the process, and one server certificate of it for
// every address that the simulated Azure answers on. Keys (ECDSA P-256) never leave the memory; the
// authority's key is thrown away as soon as the server certificate is signed.
//
// Both are valid from 2020 to 2049 whatever the clock says, so that a scenario with a wrong clock
// fails for its own reason and not for this one.
class CertificateAuthority {
public:
    // What can be wrong with the certificate of a server.
    struct ServerCertificate {
        const char *names = nullptr; // as OpenSSL writes them; null: every address of the simulated Azure
        const char *commonName = "another server"; // with names only
        const char *validUntil = "20491231235959Z";
        bool isSelfSigned = false; // and the authority has nothing to do with it
    };

    CertificateAuthority();
    explicit CertificateAuthority(const ServerCertificate &server);

    // False only when libcrypto refuses to work; the rest is null then.
    bool isValid() const { return !m_certificate.isNull() && !m_serverKey.isNull(); }

    QSslCertificate certificate() const { return m_certificate; }
    QByteArray certificatePem() const { return m_certificatePem; }

    QSslCertificate serverCertificate() const { return m_serverCertificate; }
    QSslKey serverKey() const { return m_serverKey; }

    // For a TLS server: certificate, chain and key.
    QSslConfiguration serverConfiguration() const;

private:
    QSslCertificate m_certificate;
    QByteArray m_certificatePem;
    QSslCertificate m_serverCertificate;
    QSslKey m_serverKey;
};

} // namespace signet::sandbox
