#pragma once

#include "ui/widgets/message.h"

namespace signet {

class CommandBox;
class TerraformSession;

// The end of a way: what was written and is true now, the command that comes next, and the way back. Takes no
// room until something was written.
class WrittenView : public Message {
    Q_OBJECT

public:
    explicit WrittenView(TerraformSession *session, QWidget *parent = nullptr);

    // Writes the edit, and says what became of it.
    void write();

private:
    void showWritten();
    void undo();
    void deleteBackups();

    TerraformSession *m_session;
    QPushButton *m_undo;
    QPushButton *m_delete;
    CommandBox *m_next;
};

} // namespace signet
