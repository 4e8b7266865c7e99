#pragma once

#include <QWidget>

namespace signet {

// What this program is, how it is used without a mouse, and what it does in a terminal.
class AboutPage : public QWidget {
    Q_OBJECT

public:
    explicit AboutPage(QWidget *parent = nullptr);
};

} // namespace signet
