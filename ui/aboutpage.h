#pragma once

#include "ui/page.h"
#include "ui/windowcommand.h"

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace signet {

// What this program is, how it is used without a mouse, and what it does in a terminal.
class AboutPage : public Page {
    Q_OBJECT

public:
    explicit AboutPage(QWidget *parent = nullptr);

    // Lists the keys that bring these pages up.
    void listKeys(const QList<WindowCommand> &commands);

private:
    void addKey(const QString &key, const QString &meaning);

    QGridLayout *m_keys;
};

} // namespace signet
