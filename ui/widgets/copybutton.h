#pragma once

#include <QString>
#include <QTimer>
#include <QToolButton>

namespace signet {

// Copies a text and says so for a moment.
class CopyButton : public QToolButton {
    Q_OBJECT

public:
    // The name says what is copied: "Copy the object id". With a caption the button shows it beside
    // its icon.
    explicit CopyButton(const QString &name, QWidget *parent = nullptr);
    CopyButton(const QString &name, const QString &caption, QWidget *parent = nullptr);

    const QString &content() const { return m_content; }
    // What it copies, for a control whose subject changes.
    void setName(const QString &name);
    void setContent(const QString &content);

private:
    void copy();
    void rest();

    QString m_name;
    QString m_caption;
    QString m_content;
    QTimer m_rest;
};

} // namespace signet
