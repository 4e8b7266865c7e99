#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace signet {

// A heading that unfolds what is below it.
class FoldSection : public QWidget {
    Q_OBJECT

public:
    // Takes the content over.
    FoldSection(const QString &title, QWidget *content, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    bool isOpen() const { return m_open; }
    void setOpen(bool open);
    // What folds and unfolds; for the keyboard.
    QToolButton *button() const { return m_button; }

Q_SIGNALS:
    void openChanged(bool open);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitTitle();
    void scrollToContent();

    QString m_title;
    QToolButton *m_button;
    QWidget *m_content;
    bool m_open = true;
};

} // namespace signet
