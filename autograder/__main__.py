from nnhw import main

raise SystemExit(main())
