#include "core/result/organization.h"

#include "core/result/reason.h"
#include "core/result/redaction.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>
#include <QUrl>

#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype longestName = 50;
constexpr qsizetype longestInput = 2048;

// Hosts that carry an organization as first part of the path.
const QSet<QString> &pathHosts()
{
    static const QSet<QString> hosts{
        u"dev.azure.com"_s,           u"vssps.dev.azure.com"_s,        u"vsaex.dev.azure.com"_s,
        u"vsrm.dev.azure.com"_s,      u"feeds.dev.azure.com"_s,        u"pkgs.dev.azure.com"_s,
        u"extmgmt.dev.azure.com"_s,   u"auditservice.dev.azure.com"_s, u"vstoken.dev.azure.com"_s,
        u"almsearch.dev.azure.com"_s, u"analytics.dev.azure.com"_s};
    return hosts;
}

// Second labels of {organization}.{service}.visualstudio.com.
const QSet<QString> &legacyServices()
{
    static const QSet<QString> services{u"vssps"_s, u"vsaex"_s,   u"vsrm"_s,      u"pkgs"_s,
                                        u"feeds"_s, u"extmgmt"_s, u"almsearch"_s, u"analytics"_s};
    return services;
}

// First labels under visualstudio.com that belong to Microsoft, not to an organization.
const QSet<QString> &legacyReserved()
{
    static const QSet<QString> labels{u"app"_s, u"www"_s, u"my"_s, u"login"_s, u"marketplace"_s, u"vs-ssh"_s};
    return labels;
}

Problem invalid(const QString &text, const QString &reason)
{
    // A clone URL can look like https://user:password@host; that part is removed whatever the password is.
    static const QRegularExpression password(u"(?<=:)(?!//)[^/@]+(?=@)"_s);
    QString shown = text.left(200);
    shown.replace(password, u"[secret]"_s);
    return Problem(finding::organizationInvalid, {{u"value"_s, redacted(shown)}, {u"reason"_s, reason}});
}

// Why the text is not a name; empty if it is one.
QString nameFault(const QString &name)
{
    static const QRegularExpression allowed(u"\\A[A-Za-z0-9._-]+\\z"_s);
    if (name.isEmpty())
        return reasonText(QT_TRANSLATE_NOOP("Reason", "it is empty"));
    for (const QChar c : name) {
        if (c.unicode() > 0x7e)
            return reasonText(QT_TRANSLATE_NOOP("Reason", "it contains characters other than ASCII"));
    }
    // Dots alone would climb in the path of the address that is made from the name.
    if (!allowed.match(name).hasMatch() || name == "."_L1 || name == ".."_L1)
        return reasonText(QT_TRANSLATE_NOOP("Reason", "it contains a character that is not allowed"));
    return name.size() > longestName
        ? reasonText(QT_TRANSLATE_NOOP("Reason", "it has more than 50 characters"))
        : QString();
}

// What people paste along: blanks, byte-order mark, zero-width blanks, quotes, angle brackets.
QString withoutWrapping(const QString &text)
{
    static const QString wrapping = u"\"'`<>\u2018\u2019\u201c\u201d\u00ab\u00bb\ufeff\u200b"_s;
    qsizetype from = 0;
    qsizetype to = text.size();
    const auto isWrapping = [&text](qsizetype at) {
        return text[at].isSpace() || wrapping.contains(text[at]);
    };
    while (from < to && isWrapping(from))
        ++from;
    while (to > from && isWrapping(to - 1))
        --to;
    return text.mid(from, to - from);
}

std::optional<QString> percentDecoded(const QString &segment)
{
    static const QRegularExpression malformed(u"%(?![0-9A-Fa-f]{2})"_s);
    if (malformed.match(segment).hasMatch())
        return std::nullopt;
    const QString decoded = QUrl::fromPercentEncoding(segment.toUtf8());
    return decoded.contains(QChar::ReplacementCharacter) ? std::nullopt : std::optional(decoded);
}

// A project is the next segment, unless that is a page or an interface of the organization itself
// ("_settings", "_apis", "_git").
QString projectIn(const QStringList &segments, qsizetype at)
{
    if (at >= segments.size() || segments[at].startsWith(u'_'))
        return {};
    return percentDecoded(segments[at]).value_or(segments[at]);
}

struct Address {
    QString scheme; // lower case
    QString user; // without password, still encoded
    QString host; // as given, no dot at the end
    QString port;
    QStringList segments; // of the path, no empty ones, still encoded
};

// QUrl is of no use here: it turns non-ASCII hosts into punycode and so hides what was typed.
std::optional<Address> split(const QString &text)
{
    static const QRegularExpression form(u"\\A(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://)?"
                                         u"(?:([^/?#@]*)@)?([^/?#@:]*)(?::([^/?#@]*))?"
                                         u"(?:/([^?#]*))?(?:[?#].*)?\\z"_s);
    static const QRegularExpression hasScheme(u"\\A[A-Za-z][A-Za-z0-9+.-]*://"_s);
    // "dev.azure.com:443/x" has a port, no scheme: a scheme counts only with its two slashes.
    const bool schemed = hasScheme.match(text).hasMatch();
    const auto parts =
        form.match(schemed ? text : u"https://"_s + text.mid(text.startsWith("//"_L1) ? 2 : 0));
    if (!parts.hasMatch())
        return std::nullopt;
    Address address;
    address.scheme = parts.captured(1).toLower();
    address.user = parts.captured(2).section(u':', 0, 0);
    address.host = parts.captured(3);
    if (address.host.endsWith(u'.'))
        address.host.chop(1);
    address.port = parts.captured(4);
    address.segments = parts.captured(5).split(u'/', Qt::SkipEmptyParts);
    return address;
}

Result<OrganizationInput> accepted(const QString &text, const QString &encodedName)
{
    const auto name = percentDecoded(encodedName);
    if (!name)
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "its percent encoding is malformed")));
    const QString fault = nameFault(*name);
    if (!fault.isEmpty())
        return invalid(text, fault);
    const auto checked = OrganizationName::parse(*name);
    return OrganizationInput{.name = *checked};
}

// git@ssh.dev.azure.com:v3/contoso/project/repository, contoso@vs-ssh.visualstudio.com:v3/..., and both
// as ssh:// addresses.
std::optional<Result<OrganizationInput>> parseSsh(const QString &text)
{
    static const QRegularExpression form(
        u"\\A(?:ssh://)?(?:[^@/\\s]+@)?(ssh\\.dev\\.azure\\.com|vs-ssh\\.visualstudio\\.com)"
        u"(?::22)?[:/]/*v3/+([^/]+)(?:/+([^/]+))?"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    auto input = accepted(text, match.captured(2));
    if (input) {
        input->legacyHost = match.captured(1).endsWith("visualstudio.com"_L1, Qt::CaseInsensitive);
        input->project = projectIn({match.captured(3)}, match.captured(3).isEmpty() ? 1 : 0);
    }
    return input;
}

Result<OrganizationInput> parseAddress(const QString &text)
{
    const auto address = split(text);
    if (!address)
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a valid URL")));
    if (address->scheme != "https"_L1 && address->scheme != "http"_L1)
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "its scheme is not supported")));
    for (const QChar c : address->host) {
        if (c.unicode() > 0x7e)
            return invalid(
                text, reasonText(QT_TRANSLATE_NOOP("Reason", "it contains characters other than ASCII")));
    }
    const bool plainHttp = address->scheme == "http"_L1;
    if (!address->port.isEmpty() && address->port != (plainHttp ? "80"_L1 : "443"_L1))
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "its port is not supported")));

    const QString host = address->host.toLower();
    const QStringList &segments = address->segments;
    if (pathHosts().contains(host)) {
        const bool inPath = !segments.isEmpty();
        const QString encoded = inPath ? segments[0] : address->user;
        if (encoded.isEmpty() || encoded.startsWith(u'_'))
            return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "it does not name an organization")));
        auto input = accepted(text, encoded);
        if (input) {
            input->project = projectIn(segments, 1);
        }
        return input;
    }
    if (host.endsWith(".visualstudio.com"_L1)) {
        const QStringList labels = address->host.chopped(int(qstrlen(".visualstudio.com"))).split(u'.');
        const bool known =
            labels.size() == 1 || (labels.size() == 2 && legacyServices().contains(labels[1].toLower()));
        if (!known)
            return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "its host is unknown")));
        if (legacyReserved().contains(labels[0].toLower()))
            return invalid(text,
                           reasonText(QT_TRANSLATE_NOOP("Reason", "its host does not serve organizations")));
        auto input = accepted(text, labels[0]);
        if (input) {
            const bool collection =
                !segments.isEmpty() && segments[0].compare("DefaultCollection"_L1, Qt::CaseInsensitive) == 0;
            input->legacyHost = true;
            input->project = projectIn(segments, collection ? 1 : 0);
        }
        return input;
    }
    if (host.endsWith(".dev.azure.com"_L1)) {
        // contoso.dev.azure.com does not exist; the host of the person's own pages has no organization.
        static const QSet<QString> reserved{u"aex"_s, u"status"_s, u"ssh"_s};
        return invalid(text,
                       reserved.contains(host.section(u'.', 0, 0))
                           ? reasonText(QT_TRANSLATE_NOOP("Reason", "its host does not serve organizations"))
                           : reasonText(QT_TRANSLATE_NOOP(
                                 "Reason", "the organization must be in the path, not in the host name")));
    }
    return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "its host is unknown")));
}

Result<OrganizationInput> withText(Result<OrganizationInput> input, const QString &text)
{
    if (!input)
        return input;
    const QString address = input->namesProject() ? input->url() + u'/' + input->project : input->url();
    input->text = text.contains(u'@') ? address : text.trimmed();
    return input;
}

} // namespace

Result<OrganizationName> OrganizationName::parse(const QString &text)
{
    const QString fault = nameFault(text);
    if (!fault.isEmpty())
        return invalid(text, fault);
    return OrganizationName(text);
}

QString OrganizationName::url() const
{
    return u"https://dev.azure.com/"_s + m_name;
}

Result<OrganizationInput> parseOrganization(const QString &text)
{
    const QString bare = withoutWrapping(text);
    if (bare.isEmpty())
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "it is empty")));
    if (bare.size() > longestInput)
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "it is too long")));
    for (const QChar c : bare) {
        if (c.category() == QChar::Other_Control)
            return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "it contains a control character")));
    }
    if (bare.contains(u'\\'))
        return invalid(text, reasonText(QT_TRANSLATE_NOOP("Reason", "it contains a backslash")));

    if (auto ssh = parseSsh(bare))
        return withText(std::move(*ssh), text);
    QString name = bare;
    while (name.endsWith(u'/'))
        name.chop(1);
    // A host contains a dot. The name of an old organization can also contain one, but such a name cannot be
    // distinguished from a host, and its URL is accepted.
    const bool isAddress =
        name.contains(u'/') || name.contains(u'.') || name.contains(u':') || name.contains(u'@');
    return withText(isAddress ? parseAddress(bare) : accepted(text, name), text);
}

} // namespace signet
