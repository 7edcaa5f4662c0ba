package orch.compose

/** The table of keys that have no effect, for specs of other packages. */
class KeptKeys {
    static Map<String, String> rows() {
        Unapplied.kept()
    }
}
