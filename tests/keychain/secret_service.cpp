#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

// A Secret Service that behaves badly, on the session bus:
//
//   secret_service mute           is there and never answers
//   secret_service unlocked       says that its collection is open, and answers nothing else
//   secret_service late MS        answers after so many milliseconds, with an error
//
// Prints "ready" when it is there.

namespace {

class BadService : public QDBusVirtualObject {
    Q_OBJECT

public:
    BadService(const QString &manner, int milliseconds)
        : m_manner(manner)
        , m_milliseconds(milliseconds)
    {
    }

    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        message.setDelayedReply(true);
        const bool aboutState = message.member() == "ReadAlias"_L1
            || (message.member() == "Get"_L1
                && message.arguments().value(0) == "org.freedesktop.Secret.Collection"_L1);
        if (m_manner != "mute"_L1 && aboutState) {
            const QVariant path =
                QVariant::fromValue(QDBusObjectPath(u"/org/freedesktop/secrets/collection/login"_s));
            const QVariant open = QVariant::fromValue(QDBusVariant(false));
            connection.send(message.createReply(message.member() == "Get"_L1 ? open : path));
            return true;
        }
        if (m_manner == "late"_L1) {
            QTimer::singleShot(m_milliseconds, this, [message, connection] {
                connection.send(
                    message.createErrorReply(u"org.freedesktop.DBus.Error.Failed"_s, u"it took its time"_s));
            });
        }
        return true;
    }

private:
    QString m_manner;
    int m_milliseconds;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    BadService service(words.value(1), words.value(2).toInt());
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.registerVirtualObject(u"/org/freedesktop/secrets"_s, &service, QDBusConnection::SubPath)
        || !bus.registerService(u"org.freedesktop.secrets"_s))
        return 1;
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

#include "secret_service.moc"
