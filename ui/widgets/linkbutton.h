#pragma once

#include <QPushButton>

namespace signet {

// A button that leads elsewhere in the window and bears the name of where it leads; a long name is cut
// with "…" and is whole in the tooltip.
class LinkButton : public QPushButton {
    Q_OBJECT

public:
    LinkButton(const QIcon &icon, const QString &text, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace signet
