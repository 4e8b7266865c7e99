#include "core/keychain/keychainstate.h"

#include "core/result/reason.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include <QCoroSignal>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QString &serviceName()
{
    static const QString name = u"org.freedesktop.secrets"_s;
    return name;
}

// The answer to a call, or an error message of D-Bus.
QCoro::Task<QDBusMessage> ask(QDBusMessage call, std::chrono::milliseconds limit)
{
    // Left to itself when the limit passes first: D-Bus answers it with an error of its own then.
    const int milliseconds = int(std::max<qint64>(limit.count(), 1));
    QDBusPendingCallWatcher watcher(QDBusConnection::sessionBus().asyncCall(call, milliseconds));
    if (!watcher.isFinished())
        co_await qCoro(&watcher, &QDBusPendingCallWatcher::finished);
    co_return watcher.reply();
}

Problem problemOf(const QDBusMessage &answer)
{
    const QString name = answer.errorName();
    const QString reason = answer.errorMessage().isEmpty() ? name : answer.errorMessage();
    if (name == "org.freedesktop.DBus.Error.ServiceUnknown"_L1
        || name.startsWith("org.freedesktop.DBus.Error.Spawn"_L1))
        return Problem(finding::keychainMissing, {{u"reason"_s, reason}});
    if (name == "org.freedesktop.DBus.Error.NoReply"_L1 || name == "org.freedesktop.DBus.Error.Timeout"_L1
        || name == "org.freedesktop.DBus.Error.TimedOut"_L1)
        return Problem(finding::keychainNotAnswering, {{u"reason"_s, reason}});
    return keychainProblem(reason);
}

} // namespace

QCoro::Task<Result<Done>> checkKeychain(Host host, std::chrono::milliseconds limit)
{
    const QString desktop = host.environment().value(u"XDG_CURRENT_DESKTOP"_s);
    if (desktop.contains("KDE"_L1, Qt::CaseInsensitive))
        co_return Done();
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        co_return Problem(finding::keychainMissing, {{u"reason"_s, bus.lastError().message()}});

    const auto end = host.monotonic() + limit;
    const auto left = [&host, end] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(end - host.monotonic());
    };
    QDBusMessage alias = QDBusMessage::createMethodCall(serviceName(), u"/org/freedesktop/secrets"_s,
                                                        u"org.freedesktop.Secret.Service"_s, u"ReadAlias"_s);
    alias << u"default"_s;
    auto askingAlias = ask(alias, left());
    const QDBusMessage aliased = co_await askingAlias;
    if (aliased.type() != QDBusMessage::ReplyMessage)
        co_return problemOf(aliased);
    const QString collection = aliased.arguments().value(0).value<QDBusObjectPath>().path();
    if (collection.isEmpty() || collection == "/"_L1)
        co_return Problem(
            finding::keychainNotSetUp,
            {{u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "it has no default collection"))}});

    QDBusMessage property = QDBusMessage::createMethodCall(serviceName(), collection,
                                                           u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    property << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
    auto askingLocked = ask(property, left());
    const QDBusMessage locked = co_await askingLocked;
    if (locked.type() != QDBusMessage::ReplyMessage)
        co_return problemOf(locked);
    if (locked.arguments().value(0).value<QDBusVariant>().variant().toBool())
        co_return Problem(
            finding::keychainLocked,
            {{u"reason"_s, reasonText(reasons::collectionLocked, collection.section(u'/', -1))}});
    co_return Done();
}

} // namespace signet
