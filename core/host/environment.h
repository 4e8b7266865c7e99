#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace signet {

enum class Platform { Linux, Windows, MacOs };

// "linux", "windows", "macos"
QString toString(Platform platform);

// A snapshot of the process environment. On Windows names compare without regard to case.
class Environment {
public:
    Environment() = default;
    Environment(const QMap<QString, QString> &variables, Platform platform);

    // A variable set to the empty string counts as unset: so the Terraform provider and Go's proxy
    // rules read it. Null when unset.
    QString value(const QString &name) const;
    bool has(const QString &name) const { return !value(name).isEmpty(); }

    // The first of the names that has a value; null when none has.
    QString firstSet(const QStringList &names) const;

    const QMap<QString, QString> &all() const { return m_variables; }

private:
    QString key(const QString &name) const { return m_platform == Platform::Windows ? name.toUpper() : name; }

    QMap<QString, QString> m_variables;
    Platform m_platform = Platform::Linux;
};

} // namespace signet
