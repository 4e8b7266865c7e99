#include "core/host/folders.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString below(const Environment &environment, const QString &variable, const QString &rest)
{
    const QString value = environment.value(variable);
    return value.isEmpty() ? QString() : value + rest;
}

// On all three systems; on Linux a variable can name a folder other than the usual one below HOME.
struct Places {
    QString windowsVariable;
    QString linuxVariable;
    QString linuxUsual;
};

QString folderOf(const Host &host, const Places &places)
{
    const Environment &environment = host.environment();
    switch (host.platform()) {
    case Platform::Windows:
        return below(environment, places.windowsVariable, u"\\signet\\"_s);
    case Platform::MacOs:
        return below(environment, u"HOME"_s, u"/Library/Application Support/signet/"_s);
    case Platform::Linux:
        break;
    }
    if (environment.value(places.linuxVariable).startsWith(u'/'))
        return below(environment, places.linuxVariable, u"/signet/"_s);
    return below(environment, u"HOME"_s, places.linuxUsual + u"/signet/"_s);
}

} // namespace

QString configurationFolder(const Host &host)
{
    return folderOf(host, {u"APPDATA"_s, u"XDG_CONFIG_HOME"_s, u"/.config"_s});
}

QString stateFolder(const Host &host)
{
    return folderOf(host, {u"LOCALAPPDATA"_s, u"XDG_STATE_HOME"_s, u"/.local/state"_s});
}

} // namespace signet
