#include "ui/page.h"

namespace signet {

Page::Page(const Entry &entry, QWidget *parent)
    : QWidget(parent)
    , m_entry(entry)
{
    setAccessibleName(entry.title);
}

void Page::save(WindowMemory *) const { }

void Page::restore(const WindowMemory &) { }

void Page::takeFocus()
{
    // The chain of all controls of the window is a ring.
    for (QWidget *next = nextInFocusChain(); next && next != this; next = next->nextInFocusChain()) {
        if (isAncestorOf(next) && next->isVisibleTo(this) && next->isEnabled()
            && (next->focusPolicy() & Qt::TabFocus)) {
            next->setFocus();
            return;
        }
    }
}

} // namespace signet
