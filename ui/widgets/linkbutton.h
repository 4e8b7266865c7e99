#pragma once

#include <QPushButton>

namespace signet {

// A button that leads elsewhere in the window and bears the name of where it leads; a long name is cut
// with "…" and is whole in the tooltip.
class LinkButton : public QPushButton {
    Q_OBJECT

public:
    LinkButton(const QIcon &icon, const QString &text, QWidget *parent = nullptr);
    // Where a long name is cut: at its end, or in the middle, as paths are.
    void setElideMode(Qt::TextElideMode mode);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace signet
