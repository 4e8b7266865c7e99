#pragma once

#include <QKeySequence>
#include <QString>
#include <QWidget>

#include <optional>

namespace signet {

class WindowMemory;

// A page of the window, and all that the window asks of it. A new page is a class of its own and one row
// in MainWindow::addPages(): rail, shortcut, settings and the cards of the start page follow from here.
class Page : public QWidget {
    Q_OBJECT

public:
    enum class Group {
        Work, // above, with Ctrl and its number
        Help, // below, with F1
    };
    // How the rail shows the page.
    struct Entry {
        QString icon;
        QString title;
        Group group = Group::Work;
    };
    // How the start page offers it.
    struct Card {
        QString title;
        QString text; // one sentence
    };

    Page(const Entry &entry, QWidget *parent);

    const QString &iconName() const { return m_entry.icon; }
    const QString &title() const { return m_entry.title; }
    Group group() const { return m_entry.group; }
    // What brings the page up; the window gives it by the order of the pages.
    const QKeySequence &shortcut() const { return m_shortcut; }
    void setShortcut(const QKeySequence &shortcut) { m_shortcut = shortcut; }

    // Nothing where the start page does not offer the page.
    virtual std::optional<Card> card() const { return std::nullopt; }
    // F5: looks again at what the page shows. Changes nothing but what is shown.
    virtual void refresh() { }
    // Ctrl+V where no field has the keyboard: takes what is on the clipboard. False: the page has no use for
    // it, and the window takes it for an error message.
    virtual bool paste() { return false; }
    // What the page remembers from one session to the next; keys begin with the name of the page.
    virtual void save(WindowMemory *memory) const;
    virtual void restore(const WindowMemory &memory);
    // Puts the keyboard where the work begins: by default on the first control of the page.
    virtual void takeFocus();
    // The change that is under way and that closing the window would break off, as a sentence; empty: none.
    virtual QString unfinishedWork() const { return {}; }
    // Whether the page itself shows the three identities; elsewhere they are in the status bar.
    virtual bool showsIdentities() const { return false; }

private:
    Entry m_entry;
    QKeySequence m_shortcut;
};

} // namespace signet
