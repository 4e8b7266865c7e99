#pragma once

#include <QAbstractButton>

namespace signet {

// A page of the window in the rail: icon and word.
class RailButton : public QAbstractButton {
    Q_OBJECT

public:
    RailButton(const QString &iconName, const QString &text, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    // The window says which page is shown; a click only asks for it.
    void nextCheckState() override { }

private:
    QString m_icon;
};

} // namespace signet
