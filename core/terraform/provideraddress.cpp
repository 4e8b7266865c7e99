#include "core/terraform/provideraddress.h"

#include "core/result/enumwords.h"
#include "core/result/reason.h"
#include "core/result/redaction.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Form = ProviderAddress::Form;

constexpr EnumWords formWords{Form::Organization,
                              std::array{
                                  EnumWord{Form::Unknown, "unknown"_L1},
                                  EnumWord{Form::Missing, "missing"_L1},
                                  EnumWord{Form::NotParsed, "not-parsed"_L1},
                                  EnumWord{Form::Unencrypted, "unencrypted"_L1},
                                  EnumWord{Form::ForeignHost, "foreign-host"_L1},
                                  EnumWord{Form::NoOrganization, "no-organization"_L1},
                                  EnumWord{Form::MisplacedApi, "misplaced-api"_L1},
                                  EnumWord{Form::BeyondOrganization, "beyond-organization"_L1},
                                  EnumWord{Form::LegacyHost, "legacy-host"_L1},
                                  EnumWord{Form::Organization, "organization"_L1},
                              }};

constexpr QLatin1StringView legacyDomain(".visualstudio.com");

// What net/url and net/http make of an address, as far as a request depends on it.
struct GoUrl {
    QString error; // "parse \"...\": invalid port ..." ; empty: a request is sent
    QString scheme;
    QString host; // without port
    QString port;
    QString path; // still encoded
    bool cutOff = false; // a query or a fragment took what stood behind it
};

// As Go's %q prints it.
QString quoted(const QString &text)
{
    QString out = u"\""_s;
    for (const QChar c : text) {
        switch (c.unicode()) {
        case '\n':
            out += u"\\n"_s;
            break;
        case '\t':
            out += u"\\t"_s;
            break;
        case '\r':
            out += u"\\r"_s;
            break;
        case '"':
        case '\\':
            out += u'\\' + c;
            break;
        default:
            if (c.unicode() < 0x20 || c.unicode() == 0x7f)
                out += u"\\x%1"_s.arg(uint(c.unicode()), 2, 16, QChar(u'0'));
            else
                out += c;
        }
    }
    return out + u'"';
}

bool isControl(QChar c)
{
    return c.unicode() < 0x20 || c.unicode() == 0x7f;
}

// The malformed escape, as Go names it; empty where each is well-formed.
QString wrongEscape(const QString &text)
{
    static const QRegularExpression malformed(u"%(?![0-9A-Fa-f]{2}).{0,2}"_s);
    return malformed.match(text).captured(0);
}

// The first character that Go admits in no host; 0 for none.
QChar wrongHostCharacter(const QString &host)
{
    static const QString admitted = u"-_.~!$&'()*+,;=:[]<>\""_s;
    for (const QChar c : host) {
        if (c.unicode() < 0x80 && !c.isLetterOrNumber() && !admitted.contains(c))
            return c;
    }
    return {};
}

GoUrl parseLikeGo(const QString &address)
{
    GoUrl url;
    const auto refuse = [&](const QString &why) {
        url.error = u"parse %1: %2"_s.arg(quoted(address), why);
        return url;
    };
    QString rest = address.section(u'#', 0, 0);
    url.cutOff = rest.size() != address.size();
    if (std::any_of(rest.cbegin(), rest.cend(), isControl))
        return refuse(u"net/url: invalid control character in URL"_s);
    if (rest.startsWith(u':'))
        return refuse(u"missing protocol scheme"_s);

    static const QRegularExpression scheme(u"\\A([A-Za-z][A-Za-z0-9+.-]*):"_s);
    if (const auto found = scheme.match(rest); found.hasMatch()) {
        url.scheme = found.captured(1).toLower();
        rest = rest.mid(found.capturedLength(0));
    }
    if (const qsizetype query = rest.indexOf(u'?'); query >= 0) {
        url.cutOff = true;
        rest.truncate(query);
    }
    const bool hasAuthority = rest.startsWith("//"_L1);
    if (!rest.startsWith(u'/') && url.scheme.isEmpty() && rest.section(u'/', 0, 0).contains(u':'))
        return refuse(u"first path segment in URL cannot contain colon"_s);
    if (hasAuthority) {
        const qsizetype slash = rest.indexOf(u'/', 2);
        QString authority = slash < 0 ? rest.mid(2) : rest.mid(2, slash - 2);
        url.path = slash < 0 ? QString() : rest.mid(slash);
        authority = authority.mid(authority.lastIndexOf(u'@') + 1);
        if (const qsizetype colon = authority.lastIndexOf(u':'); colon >= 0 && !authority.endsWith(u']')) {
            url.port = authority.mid(colon + 1);
            const bool isNumber = std::all_of(url.port.cbegin(), url.port.cend(),
                                              [](QChar c) { return c >= u'0' && c <= u'9'; });
            if (!isNumber)
                return refuse(u"invalid port %1 after host"_s.arg(quoted(u':' + url.port)));
            authority.truncate(colon);
        }
        if (const QString escape = wrongEscape(authority); !escape.isEmpty() || authority.contains(u'%'))
            return refuse(u"invalid URL escape %1"_s.arg(
                quoted(escape.isEmpty() ? authority.mid(authority.indexOf(u'%'), 3) : escape)));
        if (const QChar wrong = wrongHostCharacter(authority); !wrong.isNull())
            return refuse(u"invalid character %1 in host name"_s.arg(quoted(wrong)));
        url.host = authority.toLower();
    } else if (url.scheme.isEmpty() || rest.startsWith(u'/')) {
        url.path = rest;
    }
    if (const QString escape = wrongEscape(url.path); !escape.isEmpty())
        return refuse(u"invalid URL escape %1"_s.arg(quoted(escape)));

    // From here on the request is refused, not the address.
    if (url.scheme != "https"_L1 && url.scheme != "http"_L1)
        url.error = u"Options %1: unsupported protocol scheme %2"_s.arg(quoted(address), quoted(url.scheme));
    else if (url.host.isEmpty())
        url.error = u"Options %1: http: no Host in request URL"_s.arg(quoted(address));
    return url;
}

QString reasonFor(const GoUrl &url, const QString &text)
{
    if (text.trimmed() != text)
        return reasonText(QT_TRANSLATE_NOOP("Reason", "it begins or ends with a blank or a line break"));
    if (url.scheme.isEmpty() || text.startsWith(u'"') || text.startsWith(u'\''))
        return reasonText(QT_TRANSLATE_NOOP("Reason", "it does not begin with https://"));
    if (url.scheme != "https"_L1 && url.scheme != "http"_L1)
        return reasonText(QT_TRANSLATE_NOOP("Reason", "its scheme is not https"));
    return reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a valid URL"));
}

// A host that answers for an organization named by the first segment of the path, and one that is named by
// the organization itself.
bool isPathHost(const QString &host)
{
    return host == "dev.azure.com"_L1 || host.endsWith(".dev.azure.com"_L1);
}

void placeOrganization(const GoUrl &url, ProviderAddress *address)
{
    QStringList segments = url.path.split(u'/', Qt::SkipEmptyParts);
    const bool isPath = isPathHost(url.host);
    const bool isLegacy = url.host.endsWith(legacyDomain);
    if ((!isPath && !isLegacy) || (!url.port.isEmpty() && url.port != "443"_L1)) {
        address->form = Form::ForeignHost;
        address->reason = reasonText(QT_TRANSLATE_NOOP(
            "Reason", "its host is not Azure DevOps Services, which managed identities need"));
        return;
    }
    QString name;
    if (isPath)
        name = segments.isEmpty() ? QString() : segments.takeFirst();
    else
        name = url.host.section(u'.', 0, 0);
    const auto organization = OrganizationName::parse(QUrl::fromPercentEncoding(name.toUtf8()));
    if (name.isEmpty() || !organization) {
        address->form = Form::NoOrganization;
        address->reason = name.isEmpty()
            ? reasonText(QT_TRANSLATE_NOOP("Reason", "it names no organization"))
            : reasonText(QT_TRANSLATE_NOOP("Reason", "no organization can have this name"));
        return;
    }
    address->organization = *organization;
    if (url.cutOff) {
        address->form = Form::MisplacedApi;
        address->reason = reasonText(QT_TRANSLATE_NOOP(
            "Reason", "the provider puts /_apis behind the ? or #, where Azure DevOps does not look for it"));
        return;
    }
    address->base = QUrl(u"https://%1"_s.arg(url.host));
    address->base.setPath(url.path, QUrl::TolerantMode);
    if (isLegacy && !segments.isEmpty()
        && segments.first().compare("defaultcollection"_L1, Qt::CaseInsensitive) == 0)
        segments.removeFirst();
    if (segments.isEmpty()) {
        address->form = isLegacy ? Form::LegacyHost : Form::Organization;
        return;
    }
    address->form = Form::BeyondOrganization;
    address->beyond = QUrl::fromPercentEncoding(segments.join(u'/').toUtf8());
    address->reason = reasonText(QT_TRANSLATE_NOOP("Reason", "it continues after the organization name"));
}

// A clone address may hold a user, a password or a token.
QString shown(const QString &text)
{
    static const QRegularExpression user(u"(?<=//)[^/@]*@"_s);
    QString without = text;
    return redacted(without.replace(user, u""_s));
}

} // namespace

QLatin1StringView toString(ProviderAddress::Form form)
{
    return formWords[form];
}

bool ProviderAddress::isRefused() const
{
    return form != Form::Unknown && form != Form::BeyondOrganization && !works();
}

FindingId ProviderAddress::findingId() const
{
    switch (form) {
    case Form::Unknown:
    case Form::Organization:
        return {};
    case Form::LegacyHost:
        return finding::orgUrlLegacyHost;
    case Form::BeyondOrganization:
        return finding::orgUrlHasProject;
    case Form::Missing:
    case Form::NotParsed:
    case Form::Unencrypted:
    case Form::ForeignHost:
    case Form::NoOrganization:
    case Form::MisplacedApi:
        return finding::orgUrlWrong;
    }
    Q_UNREACHABLE();
}

QVariantMap ProviderAddress::evidence() const
{
    QVariantMap evidence{{u"variable"_s, origin.isVariable() ? origin.name : u"org_service_url"_s}};
    if (!text.isEmpty())
        evidence.insert(u"value"_s, text);
    if (!reason.isEmpty())
        evidence.insert(u"reason"_s, reason);
    if (organization)
        evidence.insert(u"organization"_s, organization->toString());
    if (!beyond.isEmpty())
        evidence.insert(u"project"_s, beyond);
    return evidence;
}

QString ProviderAddress::corrected() const
{
    if (form == Form::Unknown || form == Form::Missing || form == Form::ForeignHost)
        return {};
    return organization ? organization->url() : QString();
}

ProviderAddress providerAddress(const std::optional<QString> &value, const Origin &origin)
{
    ProviderAddress address;
    address.origin = origin;
    if (!value)
        return address;
    address.text = shown(*value);
    if (value->isEmpty()) {
        address.form = Form::Missing;
        address.error = u"the url of the Azure DevOps is required"_s;
        address.reason = reasonText(QT_TRANSLATE_NOOP("Reason", "it is empty"));
        return address;
    }
    QString asWritten = *value;
    while (asWritten.endsWith(u'/'))
        asWritten.chop(1);
    const QString normalized = asWritten.toLower();
    if (const GoUrl sent = parseLikeGo(normalized + "/_apis"_L1); !sent.error.isEmpty()) {
        address.form = Form::NotParsed;
        address.error = shown(sent.error);
        address.reason = reasonFor(sent, *value);
        if (const auto meant = parseOrganization(*value))
            address.organization = meant->name;
        return address;
    }
    // Azure DevOps does not care about the case of a name, so it is shown as it was written.
    const GoUrl url = parseLikeGo(asWritten);
    placeOrganization(url, &address);
    if (address.form == Form::ForeignHost) {
        address.error = u"Options %1"_s.arg(quoted(shown(normalized) + "/_apis"_L1));
        return address;
    }
    if (url.scheme == "http"_L1 && address.organization) {
        address.form = Form::Unencrypted;
        address.base = {};
        address.reason = reasonText(QT_TRANSLATE_NOOP(
            "Reason",
            "with http:// the token would be sent unencrypted, and Azure DevOps redirects the request"));
    }
    if (!address.works())
        address.error = u"invalid character '<' looking for beginning of value"_s;
    return address;
}

} // namespace signet
