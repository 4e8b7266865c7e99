#pragma once

#include "ui/theme.h"

#include <QFrame>
#include <QString>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class StatusBadge;
struct Problem;

// What there is to say beside the thing that it is about: sign, fact, and what to do. Takes no room
// while it has nothing to say.
class Message : public QFrame {
    Q_OBJECT

public:
    explicit Message(QWidget *parent = nullptr);

    void show(theme::Tone tone, const QString &title, const QString &text = {});
    // In the words of the catalogue: its title, and its first step as what to do.
    // In a sandbox (the value of --sandbox) its command gets the option.
    void show(const Problem &problem, const QString &sandbox);
    void clear();

    QString title() const;
    // A button behind the text, named by its verb; it belongs to the caller to connect.
    QPushButton *addButton(const QString &text);
    // A small control beside the title.
    void addCorner(QWidget *control);
    // More that belongs to it, below the text.
    void addContent(QWidget *content, Qt::Alignment alignment = {});

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    theme::Tone m_tone = theme::Tone::Info;
    QHBoxLayout *m_layout;
    QVBoxLayout *m_words;
    QHBoxLayout *m_top; // title, and what stands beside it
    StatusBadge *m_badge;
    QLabel *m_title;
    QLabel *m_text;
};

} // namespace signet
