#pragma once

#include <QWidget>

namespace signet {

// How it works: machine, Entra ID, Azure DevOps, Terraform, and what each has to do with the
// next.
class RelationDrawing : public QWidget {
    Q_OBJECT

public:
    explicit RelationDrawing(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int columnWidth(int width) const;
    int captionHeight(int width) const;
};

} // namespace signet
