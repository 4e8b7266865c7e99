#pragma once

#include "ui/theme.h"

#include <QLabel>
#include <QString>

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace signet {

// Labels and buttons in the few kinds that the windows use.

// Wraps, and is never wider than about 72 characters. A label with a largest width tells its layout the
// height for a width that it does not get; this one tells the right one.
class ProseLabel : public QLabel {
    Q_OBJECT

public:
    explicit ProseLabel(const QString &text, QWidget *parent = nullptr);

    int heightForWidth(int width) const override;
    QSize minimumSizeHint() const override;
};

QLabel *titleLabel(const QString &text, QWidget *parent = nullptr);
QLabel *headingLabel(const QString &text, QWidget *parent = nullptr);
// Text for reading: wraps, never wider than about 72 characters, can be selected with the mouse.
QLabel *proseLabel(const QString &text, QWidget *parent = nullptr);
// Second-rank text in the quiet color.
QLabel *mutedLabel(const QString &text, QWidget *parent = nullptr);
void setMuted(QWidget *widget);
// Heading of a part, in the size of the body.
QLabel *strongLabel(const QString &text, QWidget *parent = nullptr);
// What a choice means, below its button and in line with its text.
QLabel *explanationLabel(const QString &text, QWidget *parent = nullptr);

// A sign in its tone.
class StatusBadge : public QLabel {
    Q_OBJECT

public:
    explicit StatusBadge(int size, QWidget *parent = nullptr);
    // The word is what a screen reader says.
    void setBadge(const QString &iconName, theme::Tone tone, const QString &word);

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();

    int m_size;
    QString m_icon;
    theme::Tone m_tone = theme::Tone::Quiet;
};

// The one primary button of a page, in the accent color.
void makePrimary(QPushButton *button);

// A hairline across.
QWidget *horizontalLine(QWidget *parent = nullptr);

} // namespace signet
