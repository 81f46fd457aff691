package dev.lifeboat.simulator.database;

/// A parsed expression of `get_all_records_where`.
sealed interface Filter {
    boolean matches(Entity entity);

    record Constant(boolean truth) implements Filter {
        @Override
        public boolean matches(Entity entity) {
            return truth;
        }
    }

    record Not(Filter inner) implements Filter {
        @Override
        public boolean matches(Entity entity) {
            return !inner.matches(entity);
        }
    }

    record And(Filter left, Filter right) implements Filter {
        @Override
        public boolean matches(Entity entity) {
            return left.matches(entity) && right.matches(entity);
        }
    }

    record Or(Filter left, Filter right) implements Filter {
        @Override
        public boolean matches(Entity entity) {
            return left.matches(entity) || right.matches(entity);
        }
    }

    record Equal(Operand left, Operand right) implements Filter {
        @Override
        public boolean matches(Entity entity) {
            return left.text(entity).equals(right.text(entity));
        }
    }

    /// Either side of an equation, in its database text form.
    sealed interface Operand {
        String text(Entity entity);

        record Literal(String value) implements Operand {
            @Override
            public String text(Entity entity) {
                return value;
            }
        }

        record FieldValue(Field field) implements Operand {
            @Override
            public String text(Entity entity) {
                return DatabaseText.of(entity.get(field.name()));
            }
        }
    }
}
