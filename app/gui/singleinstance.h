#pragma once

#include "core/host/host.h"

#include <QLocalServer>
#include <QObject>

namespace signet {

// One window for each person: a program that is started again hands over what it was asked to open, and ends.
// The socket is in the person's own folder, so nobody else can stand in for it.
class SingleInstance : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const Host &host, QObject *parent = nullptr);

    // Whether another program has taken the path over; empty: it only shows itself.
    bool handOver(const QString &path);
    // From now on, this is the program that others hand over to. Does nothing where that is not possible.
    void listen();

Q_SIGNALS:
    // Empty: nothing is to be opened.
    void opened(const QString &path);

private:
    void hear();

    QString m_name; // empty: there is no folder of the person's
    QLocalServer m_server;
};

} // namespace signet
