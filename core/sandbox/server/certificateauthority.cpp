#include "core/sandbox/server/certificateauthority.h"

#include <QSsl>
#include <QSslSocket>

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace signet::sandbox {

namespace {

// A wildcard stands for one label, hence the second level of visualstudio.com.
constexpr char subjectNames[] = "DNS:dev.azure.com,DNS:*.dev.azure.com,DNS:*.visualstudio.com,"
                                "DNS:*.vssps.visualstudio.com,DNS:*.vsaex.visualstudio.com,"
                                "DNS:management.azure.com,DNS:login.microsoftonline.com,"
                                "DNS:graph.microsoft.com,DNS:localhost,IP:127.0.0.1,IP:169.254.169.254";

template <auto function>
struct Free {
    template <class T>
    void operator()(T *object) const
    {
        function(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free_all>>;

Key newKey()
{
    const KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr));
    EVP_PKEY *key = nullptr;
    if (!context || EVP_PKEY_keygen_init(context.get()) <= 0
        || EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1) <= 0
        || EVP_PKEY_keygen(context.get(), &key) <= 0)
        return {};
    return Key(key);
}

bool addExtension(X509 *certificate, X509 *issuer, int id, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, id, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate with everything but its extensions and its signature.
Certificate blank(const char *commonName, EVP_PKEY *key, X509 *issuer, const char *validUntil)
{
    Certificate certificate(X509_new());
    if (!certificate)
        return {};
    X509_set_version(certificate.get(), 2); // that is version 3
    const Number serial(BN_new());
    if (!serial || BN_rand(serial.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) != 1
        || !BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())))
        return {};
    ASN1_TIME_set_string(X509_getm_notBefore(certificate.get()), "20200101000000Z");
    ASN1_TIME_set_string(X509_getm_notAfter(certificate.get()), validUntil);
    X509_NAME *name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>("Signet simulated Azure"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(commonName),
                               -1, -1, 0);
    X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : name);
    if (X509_set_pubkey(certificate.get(), key) != 1)
        return {};
    return certificate;
}

QByteArray contents(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return size > 0 ? QByteArray(data, size) : QByteArray();
}

QByteArray pem(X509 *certificate)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_X509(memory.get(), certificate) != 1)
        return {};
    return contents(memory.get());
}

// Qt reads the traditional form of an EC key with every backend.
QByteArray pem(EVP_PKEY *key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory
        || PEM_write_bio_PrivateKey_traditional(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
            != 1)
        return {};
    return contents(memory.get());
}

} // namespace

CertificateAuthority::CertificateAuthority()
    : CertificateAuthority(ServerCertificate())
{
}

CertificateAuthority::CertificateAuthority(const ServerCertificate &wanted)
{
    const Key authorityKey = newKey();
    const Key serverKey = newKey();
    if (!authorityKey || !serverKey)
        return;

    const Certificate authority =
        blank("Signet throw-away authority", authorityKey.get(), nullptr, ServerCertificate().validUntil);
    if (!authority
        || !addExtension(authority.get(), authority.get(), NID_basic_constraints,
                         "critical,CA:TRUE,pathlen:0")
        || !addExtension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign")
        || !addExtension(authority.get(), authority.get(), NID_subject_key_identifier, "hash")
        || X509_sign(authority.get(), authorityKey.get(), EVP_sha256()) <= 0)
        return;

    // Qt still accepts the common name of a certificate.
    const Certificate server = blank(wanted.names ? wanted.commonName : "dev.azure.com", serverKey.get(),
                                     wanted.isSelfSigned ? nullptr : authority.get(), wanted.validUntil);
    X509 *const issuer = wanted.isSelfSigned ? server.get() : authority.get();
    EVP_PKEY *const issuerKey = wanted.isSelfSigned ? serverKey.get() : authorityKey.get();
    if (!server || !addExtension(server.get(), issuer, NID_basic_constraints, "critical,CA:FALSE")
        || !addExtension(server.get(), issuer, NID_key_usage, "critical,digitalSignature")
        || !addExtension(server.get(), issuer, NID_ext_key_usage, "serverAuth")
        || !addExtension(server.get(), issuer, NID_subject_key_identifier, "hash")
        || !addExtension(server.get(), issuer, NID_authority_key_identifier, "keyid")
        || !addExtension(server.get(), issuer, NID_subject_alt_name,
                         wanted.names ? wanted.names : subjectNames)
        || X509_sign(server.get(), issuerKey, EVP_sha256()) <= 0)
        return;

    m_certificatePem = pem(authority.get());
    m_certificate = QSslCertificate(m_certificatePem, QSsl::Pem);
    m_serverCertificate = QSslCertificate(pem(server.get()), QSsl::Pem);
    m_serverKey = QSslKey(pem(serverKey.get()), QSsl::Ec, QSsl::Pem);
}

QSslConfiguration CertificateAuthority::serverConfiguration() const
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain({m_serverCertificate, m_certificate});
    configuration.setPrivateKey(m_serverKey);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return configuration;
}

} // namespace signet::sandbox
