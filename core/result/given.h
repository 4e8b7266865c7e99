#pragma once

#include <QString>

#include <utility>

namespace signet {

// Where a value came from.
struct Origin {
    enum class Kind {
        Unknown,
        Option, // of the command line
        Profile,
        Variable, // of the environment
        File, // a place in a configuration
        Scenario, // of the sandbox
        Window, // typed by a person
        CurrentFolder,
        Default,
    };

    Kind kind = Kind::Unknown;
    // Of the option ("--org"), the profile or the variable; the file, relative to its folder. Window: the
    // option that says the same on the command line.
    QString name = {};
    int line = 0; // File: counted from 1; 0 is the file as a whole

    static Origin option(const QString &name) { return {Kind::Option, name}; }
    static Origin profile(const QString &name) { return {Kind::Profile, name}; }
    static Origin variable(const QString &name) { return {Kind::Variable, name}; }
    static Origin file(const QString &name, int line) { return {Kind::File, name, line}; }
    static Origin scenario() { return {Kind::Scenario}; }
    static Origin window(const QString &option) { return {Kind::Window, option}; }
    static Origin currentFolder() { return {Kind::CurrentFolder}; }
    static Origin byDefault() { return {Kind::Default}; }

    bool isVariable() const { return kind == Kind::Variable; }
    QString place() const; // File: "providers.tf:12"; empty for the others

    // As reports and `terraform explain` have it: "--org", "profile:work", "env:ARM_CLIENT_ID",
    // "hcl:providers.tf:12", "scenario", "current directory", "default"; empty when it is unknown. What was
    // typed in a window reads as its option.
    QString toString() const;
    static Origin fromString(const QString &text);

    friend bool operator==(const Origin &, const Origin &) = default;
};

// For people: "the profile work", "variable ARM_CLIENT_ID", "providers.tf:12". Empty where it needs no words:
// what was typed, a scenario's own, and what is unknown.
QString originWords(const Origin &origin);

// A value that was parsed once, and where it came from.
template <class T>
struct Given {
    T value;
    Origin origin = {};
};

} // namespace signet
