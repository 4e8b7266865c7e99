#include "core/identity/arcchallenge.h"

using namespace Qt::StringLiterals;

namespace signet {

std::optional<QString> parseArcChallenge(const QByteArray &header)
{
    QByteArray rest = header.trimmed();
    // Scheme and parameter names have no case (RFC 9110, section 11).
    if (rest.left(6).toLower() != "basic ")
        return std::nullopt;
    rest = rest.mid(6).trimmed();
    const qsizetype equals = rest.indexOf('=');
    if (equals < 0 || rest.left(equals).trimmed().toLower() != "realm")
        return std::nullopt;
    QByteArray path = rest.mid(equals + 1).trimmed();
    if (path.size() >= 2 && path.startsWith('"') && path.endsWith('"'))
        path = path.mid(1, path.size() - 2);
    if (path.isEmpty())
        return std::nullopt;
    return QString::fromUtf8(path);
}

QString arcTokenFolder(Platform platform, const Environment &environment)
{
    switch (platform) {
    case Platform::Linux:
        return u"/var/opt/azcmagent/tokens"_s;
    case Platform::Windows: {
        const QString programData = environment.value(u"ProgramData"_s);
        return (programData.isEmpty() ? u"C:\\ProgramData"_s : programData)
            + u"\\AzureConnectedMachineAgent\\Tokens"_s;
    }
    case Platform::MacOs:
        return {};
    }
    Q_UNREACHABLE();
}

bool isArcKeyPath(const QString &path, Platform platform, const Environment &environment)
{
    const bool windows = platform == Platform::Windows;
    const QString folder = arcTokenFolder(platform, environment);
    if (folder.isEmpty())
        return false;
    const Qt::CaseSensitivity cs = windows ? Qt::CaseInsensitive : Qt::CaseSensitive;
    const QString prefix = folder + (windows ? u'\\' : u'/');
    if (!path.startsWith(prefix, cs))
        return false;
    const QString name = path.mid(prefix.size());
    if (name.size() <= 4 || !name.endsWith(".key"_L1, cs))
        return false;
    for (const QChar c : name) {
        // A colon would name a stream of another file on Windows.
        if (c == u'/' || c == u'\\' || (windows && c == u':') || c.unicode() < 0x20 || c.unicode() == 0x7f)
            return false;
    }
    return true;
}

} // namespace signet
