#include "core/host/environment.h"

using namespace Qt::StringLiterals;

namespace signet {

QString toString(Platform platform)
{
    switch (platform) {
    case Platform::Linux:
        return u"linux"_s;
    case Platform::Windows:
        return u"windows"_s;
    case Platform::MacOs:
        return u"macos"_s;
    }
    Q_UNREACHABLE();
}

Environment::Environment(const QMap<QString, QString> &variables, Platform platform)
    : m_platform(platform)
{
    for (auto it = variables.begin(); it != variables.end(); ++it)
        m_variables.insert(key(it.key()), it.value());
}

QString Environment::value(const QString &name) const
{
    const QString found = m_variables.value(key(name));
    return found.isEmpty() ? QString() : found;
}

QString Environment::firstSet(const QStringList &names) const
{
    for (const QString &name : names) {
        if (has(name))
            return name;
    }
    return {};
}

} // namespace signet
